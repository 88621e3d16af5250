package io.lotse.launcher.config;

import java.time.Duration;

/**
 * What bounds the memory and the disk that a voter's ledger takes.
 *
 * @param historyAge how old the changes may be that are kept for those who missed some
 * @param historyBytes how many bytes they may take
 * @param diskFloor writes are refused while fewer bytes are free
 */
public record LedgerBounds(Duration historyAge, long historyBytes, long diskFloor) {
    public static final LedgerBounds DEFAULT = new LedgerBounds(Duration.ofHours(24), 16 << 20, 64 << 20);
}
