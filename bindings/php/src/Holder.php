<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** Who made a lock, as far as the lock shows it. As a string it is the sentence that people read, in English. */
final class Holder implements \Stringable
{
    public function __construct(
        /** What kind of holder it is. */
        public readonly HolderKind $kind,
        /** Who it is, in English. */
        public readonly string $text,
        /** The name that an agent has given itself. */
        public readonly ?string $name = null,
        /** The name of its host, if the lock contains it. */
        public readonly ?string $host = null,
        /** The version of the library that wrote the lock, if this library did. */
        public readonly ?string $version = null,
        /** The id of the user who owns the lock, if nothing else is known. */
        public readonly ?int $user = null,
        /** What has the name of the lock, if it is not a readable file. */
        public readonly ?Oddity $oddity = null,
    ) {
    }

    /**
     * @internal
     * @param object $holder lent by the library
     */
    public static function of(object $holder): self
    {
        $user = Functions::get('sync_ingest_holder_user', $holder);
        return new self(
            kind: HolderKind::tryFrom(Functions::get('sync_ingest_holder_kind_of', $holder)) ?? HolderKind::Unknown,
            text: Functions::get('sync_ingest_holder_text', $holder),
            name: Functions::get('sync_ingest_holder_name', $holder),
            host: Functions::get('sync_ingest_holder_host', $holder),
            version: Functions::get('sync_ingest_holder_version', $holder),
            user: $user < 0 ? null : $user,
            oddity: Oddity::tryFrom(Functions::get('sync_ingest_holder_oddity', $holder)),
        );
    }

    public function __toString(): string
    {
        return $this->text;
    }
}
