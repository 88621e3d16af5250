package io.lotse.ledger;

import java.util.Map;

/**
 * The state as it was at one revision, to be written down while further commands are applied. It holds references alone:
 * a few bytes for each key.
 *
 * @param keys in order
 * @param values what each of the keys held
 * @param outcomesTime the time that outcomes are kept by
 * @param requests the ids of the requests whose outcomes were kept, the oldest first
 * @param outcomes what became of each of them
 * @param attempts the ids of the attempts whose outcomes were kept, the oldest first
 * @param made what became of each of them
 */
record StateCopy(
        long revision,
        String[] keys,
        StoredValue[] values,
        long outcomesTime,
        String[] requests,
        KeptOutcomes.Kept[] outcomes,
        String[] attempts,
        String[] made) {

    static StateCopy of(long revision, Map<String, StoredValue> keys, KeptOutcomes outcomes) {
        return new StateCopy(
                revision,
                keys.keySet().toArray(String[]::new),
                keys.values().toArray(StoredValue[]::new),
                outcomes.now(),
                outcomes.requests().keySet().toArray(String[]::new),
                outcomes.requests().values().toArray(KeptOutcomes.Kept[]::new),
                outcomes.attempts().keySet().toArray(String[]::new),
                outcomes.attempts().values().toArray(String[]::new));
    }
}
