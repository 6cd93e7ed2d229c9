<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** A delivery that the store acknowledged. */
final class Delivered
{
    public function __construct(
        /** Its stable id. */
        public readonly string $id,
        /** Its name in the drop folder: bytes, not necessarily UTF-8. */
        public readonly string $name,
        /** Its size in bytes. */
        public readonly int $size,
        /** How often it had been offered, including this time. */
        public readonly int $attempt,
        /** The evidence that its upload was over. */
        public readonly Evidence $evidence,
        /** Its SHA-256 in lower-case hexadecimal digits, if requested. */
        public readonly ?string $sha256,
        /** Its SHA-1 in lower-case hexadecimal digits, if requested. */
        public readonly ?string $sha1,
    ) {
    }

    /**
     * @internal
     * @return list<self>
     */
    public static function listOf(Handle $report): array
    {
        $list = [];
        $count = $report->get('delivered_count');
        for ($i = 0; $i < $count; $i++) {
            $list[] = new self(
                id: $report->get('delivered_id', $i),
                name: $report->get('delivered_name', $i),
                size: $report->get('delivered_size', $i),
                attempt: $report->get('delivered_attempt', $i),
                evidence: Evidence::tryFrom($report->get('delivered_evidence', $i)) ?? Evidence::Unknown,
                sha256: $report->get('delivered_sha256', $i),
                sha1: $report->get('delivered_sha1', $i),
            );
        }
        return $list;
    }
}
