package io.lotse.launcher.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses which word was meant. */
final class Nearest {
    private Nearest() {}

    /** The end of a sentence that refuses a word: what was meant, where that can be guessed, and what there is. */
    static String hint(String word, Collection<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparing((String k) -> !k.startsWith(word)).thenComparingInt(k -> distance(word, k)))
                .orElseThrow();
        String guess = nearest.startsWith(word) || distance(word, nearest) <= Math.max(2, word.length() / 3)
                ? "did you mean " + nearest + "? There is "
                : "there is ";
        return guess + String.join(", ", known);
    }

    /** How many letters have to be put in, taken out or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
