//! A machine whose power can be cut: two small file systems, one for the drop folder and one for a
//! store elsewhere.
#![allow(unsafe_code, reason = "cutting a file system off has no safe wrapper")]

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::NamedTempFile;

/// The ioctl behind `xfs_io -x -c shutdown`; ext4 supports it too.
const GOING_DOWN: libc::Ioctl = 0x8004_587d;
const BTRFS: &str = "btrfs";
/// Sparse: little of it is ever written.
const IMAGE_SIZE: u64 = 320 << 20;

/// What has reached the disk when the power is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The log up to this moment, and the synced contents: `shutdown -f`.
    LogIsWritten = 1,
    /// Only synced data: `shutdown`.
    AsItIs = 2,
}

/// A machine whose power can be cut. Nothing of it outlives this process: the images have no names,
/// the devices are detached once they are unused, and the mounts are in a namespace of this
/// thread.
#[derive(Debug)]
pub(crate) struct Machine {
    drops: Disk,
    stores: Disk,
    place: tempfile::TempDir,
    /// The number of starts; each has its own boot id.
    starts: u32,
}

#[derive(Debug)]
struct Disk {
    mount_point: PathBuf,
    kind: &'static str,
    mounted: bool,
    device: Device,
    /// The content of the disk at the power cut, for a file system that cannot be shut down.
    left: Option<NamedTempFile>,
}

/// A loop device, attached for as long as this lives.
#[derive(Debug)]
struct Device {
    path: PathBuf,
    image: File,
    _held: File,
}

impl Machine {
    /// Creates and mounts both disks with a file system of this kind; the error is what this system
    /// lacks.
    pub(crate) fn new(kind: &'static str) -> Result<Self, String> {
        if !rustix::process::geteuid().is_root() {
            return Err("only root can mount".to_owned());
        }
        // SAFETY: takes an integer.
        if unsafe { libc::unshare(libc::CLONE_NEWNS) } != 0 {
            return Err(format!("no mounts of its own: {}", io::Error::last_os_error()));
        }
        run("mount", &["--make-rprivate", "/"])?;
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        let boot_id = place.path().join("boot-id");
        std::fs::write(&boot_id, "1").map_err(|error| error.to_string())?;
        run("mount", &["--bind", text(&boot_id), "/proc/sys/kernel/random/boot_id"])?;
        let [drops, stores] = ["drops", "stores"].map(|name| Disk::new(kind, place.path().join(name)));
        Ok(Self { drops: drops?, stores: stores?, place, starts: 1 })
    }

    /// Returns the mount point of the file system for the drop folder.
    pub(crate) fn drops(&self) -> &Path {
        &self.drops.mount_point
    }

    /// Returns the mount point of the other file system.
    pub(crate) fn stores(&self) -> &Path {
        &self.stores.mount_point
    }

    /// Returns a path that is not affected by the power cut.
    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Writes everything to the disks.
    pub(crate) fn sync(&self) {
        for disk in [&self.drops, &self.stores] {
            rustix::fs::syncfs(File::open(&disk.mount_point).unwrap()).unwrap();
        }
    }

    /// Returns whether the power can be cut while a process runs. Otherwise the disk is copied,
    /// which takes a moment.
    pub(crate) fn stops_at_once(&self) -> bool {
        self.drops.kind != BTRFS
    }

    pub(crate) fn cut_power(&mut self, drops: Cut, stores: Cut) {
        self.drops.cut(drops);
        self.stores.cut(stores);
    }

    /// Restores the power: data that was only in memory is lost, and the logs are replayed.
    pub(crate) fn start_again(&mut self) {
        for disk in [&mut self.drops, &mut self.stores] {
            disk.unmount();
            if let Some(image) = disk.left.take() {
                disk.device = Device::attach(&image).unwrap();
            }
            disk.mount().unwrap();
        }
        self.starts += 1;
        std::fs::write(self.outside("boot-id"), self.starts.to_string()).unwrap();
    }
}

impl Disk {
    fn new(kind: &'static str, mount_point: PathBuf) -> Result<Self, String> {
        let image = new_image().map_err(|error| error.to_string())?;
        image.as_file().set_len(IMAGE_SIZE).map_err(|error| error.to_string())?;
        run(&format!("mkfs.{kind}"), &["-q", text(image.path())])?;
        std::fs::create_dir(&mount_point).map_err(|error| error.to_string())?;
        let device = Device::attach(&image)?;
        let mut disk = Self { mount_point, device, kind, mounted: false, left: None };
        disk.mount()?;
        Ok(disk)
    }

    fn mount(&mut self) -> Result<(), String> {
        run("mount", &["-t", self.kind, text(&self.device.path), text(&self.mount_point)])?;
        self.mounted = true;
        Ok(())
    }

    fn unmount(&mut self) {
        run("umount", &[text(&self.mount_point)]).unwrap();
        self.mounted = false;
    }

    fn cut(&mut self, cut: Cut) {
        if self.kind == BTRFS {
            self.left = Some(self.device.written());
            return;
        }
        let folder = File::open(&self.mount_point).unwrap();
        let how = cut as u32;
        // SAFETY: reads `how`, which outlives the call.
        let result = unsafe { libc::ioctl(folder.as_raw_fd(), GOING_DOWN, &raw const how) };
        assert_eq!(result, 0, "{}: {}", self.kind, io::Error::last_os_error());
    }
}

impl Device {
    fn attach(image: &NamedTempFile) -> Result<Self, String> {
        let path = PathBuf::from(run("losetup", &["--find", "--show", text(image.path())])?.trim());
        let held = File::open(&path).map_err(|error| format!("{}: {error}", path.display()));
        // While the device is in use, this detaches it after its last user.
        run("losetup", &["--detach", text(&path)])?;
        let image = image.reopen().map_err(|error| error.to_string())?;
        Ok(Self { path, image, _held: held? })
    }

    /// Returns a copy of the image, taken while nothing is written.
    fn written(&self) -> NamedTempFile {
        let copy = new_image().unwrap();
        let source = format!("/proc/{}/fd/{}", std::process::id(), self.image.as_raw_fd());
        loop {
            let before = self.writes();
            run("cp", &["--sparse=always", &source, text(copy.path())]).unwrap();
            if self.writes() == before {
                return copy;
            }
        }
    }

    /// Returns the kernel's counters of writes, finished and in progress.
    fn writes(&self) -> Vec<String> {
        let name = self.path.file_name().unwrap().to_str().unwrap();
        let stat = std::fs::read_to_string(format!("/sys/block/{name}/stat")).unwrap();
        stat.split_whitespace().skip(4).take(5).map(str::to_owned).collect()
    }
}

fn new_image() -> io::Result<NamedTempFile> {
    NamedTempFile::new_in("/dev/shm").or_else(|_| NamedTempFile::new())
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            let _ = run("umount", &["--lazy", text(&self.mount_point)]);
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs a command and returns its output, or why it failed.
fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}
