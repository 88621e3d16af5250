package io.lotse.observer;

/** A hash of texts that is the same in every process and spreads similar ones evenly. */
final class Hash {
    private Hash() {}

    /** FNV-1a over the characters, its bits mixed by the finalizer of MurmurHash3. */
    static long of(String text) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
