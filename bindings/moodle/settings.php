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

/**
 * Settings, and the pages in the administration menu.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use tool_syncingest\local\config;
use tool_syncingest\local\feed\access;
use tool_syncingest\local\retention_setting;
use tool_syncingest\local\tools\tool_list;

defined('MOODLE_INTERNAL') || die();

// Who may manage the drop folder and not the site has no category of tools.
$category = new admin_category('tool_syncingest_pages', new lang_string('pluginname', 'tool_syncingest'));
$ADMIN->add($hassiteconfig ? 'tools' : 'root', $category);
$pages = [
    'status' => ['statuspage', 'index.php'], 'files' => ['filespage', 'files.php'], 'history' => ['historypage', 'history.php'],
    'rejected' => ['rejectedfiles', 'rejected.php'], 'alarms' => ['alarmspage', 'alarms.php'],
];
foreach ($pages as $page => [$title, $script]) {
    $ADMIN->add('tool_syncingest_pages', new admin_externalpage(
        "tool_syncingest_$page",
        new lang_string($title, 'tool_syncingest'),
        new moodle_url("/admin/tool/syncingest/$script"),
        'tool/syncingest:manage'
    ));
}
foreach (['feeds', 'runs'] as $page) {
    $ADMIN->add('tool_syncingest_pages', new admin_externalpage(
        "tool_syncingest_$page",
        new lang_string($page, 'tool_syncingest'),
        new moodle_url("/admin/tool/syncingest/$page.php"),
        access::ANY
    ));
}
foreach (['now' => 'nowpage', 'pins' => 'pinspage'] as $page => $title) {
    $ADMIN->add('tool_syncingest_pages', new admin_externalpage(
        "tool_syncingest_$page",
        new lang_string($title, 'tool_syncingest'),
        new moodle_url("/admin/tool/syncingest/$page.php"),
        access::EDIT
    ));
}

$settings = new admin_settingpage('tool_syncingest', new lang_string('settings', 'tool_syncingest'));
$ADMIN->add('tool_syncingest_pages', $settings);
if ($ADMIN->fulltree) {
    $label = fn(string $name, string $kind = ''): lang_string => new lang_string($name . $kind, 'tool_syncingest');
    $settings->add(new admin_setting_heading(
        'tool_syncingest/places',
        '',
        new lang_string('settings_places', 'tool_syncingest', s(config::folder()))
    ));
    $settings->add(new admin_setting_configcheckbox(
        'tool_syncingest/usetoolsync',
        $label('usetoolsync'),
        $label('usetoolsync', '_desc'),
        0
    ));
    $settings->add(new admin_setting_configtext(
        'tool_syncingest/settle',
        $label('settle'),
        $label('settle', '_desc'),
        '',
        '/^[0-9]{0,6}$/'
    ));
    $settings->add(new admin_setting_configtext(
        'tool_syncingest/maxsize',
        $label('maxsize'),
        $label('maxsize', '_desc'),
        0,
        PARAM_INT
    ));
    // Names between blanks, each with one * at most and something beside it: what the library would refuse.
    $settings->add(new admin_setting_configtext(
        'tool_syncingest/unfinishednames',
        $label('unfinishednames'),
        $label('unfinishednames', '_desc'),
        '',
        '/^ *(([^\s*\/]+(\*[^\s*\/]*)?|\*[^\s*\/]+)( +([^\s*\/]+(\*[^\s*\/]*)?|\*[^\s*\/]+))*)? *$/'
    ));
    $settings->add(new admin_setting_configcheckbox(
        'tool_syncingest/storerenamed',
        $label('storerenamed'),
        $label('storerenamed', '_desc'),
        0
    ));
    $settings->add(new admin_setting_users_with_capability(
        'tool_syncingest/recipients',
        $label('recipients'),
        $label('recipients', '_desc'),
        [],
        'tool/syncingest:receivealarms'
    ));
    $settings->add(new retention_setting(
        'tool_syncingest/retention',
        $label('retention'),
        $label('retention', '_desc'),
        '',
        PARAM_RAW
    ));
    $durations = [
        'maxage' => config::DEFAULT_MAX_AGE,
        'reminder' => config::DEFAULT_REMINDER,
        'archivetime' => config::DEFAULT_ARCHIVES,
        'rejectedtime' => 0,
        'historytime' => config::DEFAULT_HISTORY,
        'resulttime' => config::DEFAULT_RESULTS,
    ];
    foreach ($durations as $name => $default) {
        $settings->add(new admin_setting_configduration(
            "tool_syncingest/$name",
            $label($name),
            $label($name, '_desc'),
            $default
        ));
    }
}
$tools = new admin_settingpage('tool_syncingest_tools', new lang_string('tools', 'tool_syncingest'));
$ADMIN->add('tool_syncingest_pages', $tools);
if ($ADMIN->fulltree) {
    // With the settings of the site: every page asks for them, and the plugin's own would have to be read.
    $presets = array_keys(tool_list::PRESETS);
    $tools->add(new admin_setting_configmulticheckbox(
        'tool_syncingest_presets',
        new lang_string('tools_presets', 'tool_syncingest'),
        new lang_string('tools_presets_desc', 'tool_syncingest'),
        array_fill_keys($presets, 1),
        array_combine($presets, $presets)
    ));
    foreach (['pages', 'tasks'] as $name) {
        $tools->add(new admin_setting_configtextarea(
            "tool_syncingest_$name",
            new lang_string("tools_$name", 'tool_syncingest'),
            new lang_string("tools_{$name}_desc", 'tool_syncingest'),
            '',
            PARAM_RAW_TRIMMED,
            '60',
            '5'
        ));
    }
}
$settings = null;
