// Runs compile.php in one PHP: node compile.mjs VERSION PACKAGE. Its exit status is that of PHP.
import { File } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Debian 12's node has it, but not yet in its place.
globalThis.File ??= File;
const { PHP, loadPHPRuntime } = await import('@php-wasm/universal');

const [version, source] = process.argv.slice(2);
const build = await import(`@php-wasm/node-${version.replace('.', '-')}`);
const php = new PHP(await loadPHPRuntime(await build.getPHPLoaderModule(), { processId: process.pid }));
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.php')) {
        const place = (entry.parentPath ?? entry.path).replace(source, '/package');
        php.mkdir(place);
        php.writeFile(join(place, entry.name), readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
    }
}
const answer = await php.run({ scriptPath: '/package/tests/versions/compile.php' }).catch((failure) => failure.response);
console.log(answer.text.trim());
process.exit(answer.exitCode);
