//! A machine whose power can be cut: two small file systems, one for the drop folder and one for a store elsewhere.
#![allow(unsafe_code, reason = "cutting a file system off has no safe wrapper")]

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::NamedTempFile;

/// What `xfs_io -x -c shutdown` asks of a file system; ext4 understands it too.
const GOING_DOWN: libc::Ioctl = 0x8004_587d;
const BTRFS: &str = "btrfs";
/// Sparse: a few of these are ever written.
const IMAGE_SIZE: u64 = 320 << 20;

/// What has reached the disk of a file system when the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Its log up to this moment, and of the contents what was synced: `shutdown -f`.
    LogIsWritten = 1,
    /// Nothing but what was synced: `shutdown`.
    AsItIs = 2,
}

/// A machine whose power can be cut. Nothing of it outlives this process: the images have no names, the devices are detached
/// as soon as nobody uses them, and the mounts are in a name space of this thread.
#[derive(Debug)]
pub(crate) struct Machine {
    drops: Disk,
    stores: Disk,
    place: tempfile::TempDir,
    /// Each start of a machine has its boot id.
    starts: u32,
}

#[derive(Debug)]
struct Disk {
    mount_point: PathBuf,
    kind: &'static str,
    mounted: bool,
    device: Device,
    /// What was on the disk when the power went, of a file system that cannot be cut off.
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
    /// Both disks with a new file system of this kind, mounted; otherwise what this system lacks.
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

    /// The file system of the drop folder.
    pub(crate) fn drops(&self) -> &Path {
        &self.drops.mount_point
    }

    /// Another one.
    pub(crate) fn stores(&self) -> &Path {
        &self.stores.mount_point
    }

    /// A place that keeps its power.
    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Everything up to now reaches the disks.
    pub(crate) fn sync(&self) {
        for disk in [&self.drops, &self.stores] {
            rustix::fs::syncfs(File::open(&disk.mount_point).unwrap()).unwrap();
        }
    }

    /// Whether the power can go while a process goes on. Otherwise what is on the disk is copied, which takes a moment.
    pub(crate) fn stops_at_once(&self) -> bool {
        self.drops.kind != BTRFS
    }

    pub(crate) fn cut_power(&mut self, drops: Cut, stores: Cut) {
        self.drops.cut(drops);
        self.stores.cut(stores);
    }

    /// The power comes back: what was only in memory is gone, and the logs are recovered.
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
            self.left = Some(self.device.what_is_written());
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
        // While it is in use this says: as soon as nobody uses it.
        run("losetup", &["--detach", text(&path)])?;
        let image = image.reopen().map_err(|error| error.to_string())?;
        Ok(Self { path, image, _held: held? })
    }

    /// A copy of the image, at a moment when nothing is written.
    fn what_is_written(&self) -> NamedTempFile {
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

    /// What the kernel counts of writes, finished and under way.
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

/// What a command says, or why it fails.
fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}
