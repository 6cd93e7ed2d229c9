<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace tool_syncingest\local\setup;

/**
 * How an account is made that may deliver, and do nothing else: commands to paste, with the paths of this site. The page of the
 * project about SFTP servers explains each of them.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class account_recipe {
    /** @var string the account, as an example */
    public const ACCOUNT = 'registry';

    /** @var string where sshd locks it in: a folder of root below folders of root */
    private const JAIL = '/srv/jail';

    /**
     * Constructor.
     *
     * @param string $folder the drop folder
     * @param string $group of the web server
     */
    public function __construct(
        /** @var string the drop folder */
        private readonly string $folder,
        /** @var string of the web server */
        private readonly string $group,
    ) {
    }

    /**
     * Returns the commands that root runs once.
     *
     * @return string lines
     */
    public function commands(): string {
        [$account, $jail] = [self::ACCOUNT, self::JAIL];
        $folder = self::quoted($this->folder);
        $group = self::quoted($this->group);
        return implode("\n", [
            "adduser --system --shell /usr/sbin/nologin --no-create-home --group $account",
            "install -d -o root -g root -m 755 $jail",
            "install -d -o $account -g $group -m 2770 $folder $jail/sync",
            "mount --bind $folder $jail/sync",
        ]);
    }

    /**
     * Returns the line of /etc/fstab that makes the mount permanent.
     *
     * @return string
     */
    public function mount(): string {
        // Blanks end a field there.
        return strtr($this->folder, [' ' => '\040', "\t" => '\011', '\\' => '\134']) . ' ' . self::JAIL . '/sync none bind 0 0';
    }

    /**
     * Returns what /etc/ssh/sshd_config needs.
     *
     * @return string lines
     */
    public function server(): string {
        return implode("\n", [
            'Subsystem sftp internal-sftp',
            'Match User ' . self::ACCOUNT,
            '    ChrootDirectory ' . self::JAIL,
            '    ForceCommand internal-sftp -u 0027',
            '    AuthorizedKeysFile /etc/ssh/agents/%u',
            '    AuthenticationMethods publickey',
            '    AllowTcpForwarding no',
            '    AllowAgentForwarding no',
            '    X11Forwarding no',
            '    PermitTTY no',
        ]);
    }

    /**
     * Returns a word quoted for a shell.
     *
     * @param string $word
     * @return string
     */
    private static function quoted(string $word): string {
        return preg_match('~^[\w@%+=:,./-]+$~', $word) ? $word : escapeshellarg($word);
    }
}
