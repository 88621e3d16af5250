package io.lotse.observer;

import java.util.Random;

/** Made-up services, well and ill, for one kind of verdict. */
interface Corpus {
    /**
     * A service that is well, though it may not look so, judged again and again.
     *
     * @return whether it was found ill at any time
     */
    boolean alarms(Random random);

    /**
     * A service that is ill, judged once there is enough to see.
     *
     * @return whether that was found, and the right cause named
     */
    boolean finds(Random random);

    static double between(Random random, double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    static int between(Random random, int low, int high) {
        return low + random.nextInt(high - low + 1);
    }
}
