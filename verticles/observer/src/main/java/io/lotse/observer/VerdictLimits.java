package io.lotse.observer;

import java.time.Duration;

/**
 * From where on the observer speaks up. Each figure was set by its reason first, then tried on the corpus's tuning seeds.
 */
record VerdictLimits(
        Leak leak,
        Regression regression,
        Bottleneck bottleneck,
        Saturation saturation,
        Flapping flapping,
        Anomaly anomaly) {

    /**
     * @param shortest less than this tells a leak from a start-up by nothing
     * @param warmUp what a process takes to load its classes, fill its pools and caches; of a young one a sixth of its age
     * @param windows into so many the time is cut: enough for the statistics, few enough that each holds a collection
     * @param fewestWindows with fewer a cache that levels off is not told from a leak
     * @param chance one in a thousand: thousands of instances are judged
     * @param fall a fall by this share of what is held, from one sample to the next, is a collection of garbage
     * @param fewestFalls where fewer were seen, the curve may be one long tooth
     * @param oneTooth more bytes than a collector with its default settings lets lie at once in an idle service
     * @param nearLimit a collector sets to work before this share of the limit is used
     * @param steady one half of the time must grow by this share of the other's rate: a cache that levels off does not in
     *     the second, before or after a step of the load neither does
     * @param lately and the last third by this share of the whole's rate
     * @param hourly a day's cycle makes the floor grow by less than this share of itself an hour
     * @param grown and over half a day by less than this share
     * @param wholeDays from so long on the cycle itself can be taken out, and slower growth be told
     * @param relevant growth of less than this share of the floor is not worth a word
     * @param horizon nor is a limit that is reached, or a floor that doubles, later than this
     * @param atOnce what grows so fast that nobody should wait for the rest is told sooner
     * @param loadChance the load counts as growing where its own growth is by chance with less than this
     * @param loadShare memory may grow by this many times what the load grew by, and the load explains it
     */
    record Leak(
            Duration shortest,
            Duration warmUp,
            int windows,
            int fewestWindows,
            double chance,
            double fall,
            int fewestFalls,
            double oneTooth,
            double nearLimit,
            double steady,
            double lately,
            double hourly,
            double grown,
            Duration wholeDays,
            double relevant,
            Duration horizon,
            Fast atOnce,
            double loadChance,
            double loadShare) {}

    /**
     * A leak that will not leave the usual time.
     *
     * @param shortest a start-up is over, and what fills up by then is small
     * @param fewestWindows each of which holds a collection: fewer do not show whether it goes on all the time
     * @param grown the floor has grown by this share of itself, and goes on: a cache is seldom larger than all the rest
     * @param steady as above, and more strictly: what levels off has slowed down by then
     */
    record Fast(Duration shortest, int fewestWindows, double grown, double steady) {}

    /**
     * @param warmUp a new version is slow until it is compiled and its caches are filled
     * @param window the median of so much is taken: a burst in it counts for nothing
     * @param fewestBefore windows before
     * @param fewestAfter windows since the warm-up
     * @param reach what lies longer before the deploy is another time
     * @param sameLoad windows are alike if their loads differ by less than this share
     * @param sameHour windows of other days are alike if they are this near in the time of the day
     * @param near where neither is known, what was this long before is compared
     * @param ratio from this on users notice, and usual differences between days are below
     * @param ratioUnmatched the same where nothing better than nearness was known
     * @param least a rise by less is not worth a word, whatever the ratio
     * @param chance one in ten thousand: neighbouring windows are alike, which makes chances look smaller than they are
     * @param atOnce the first windows since and the last third of the time have at least this share of the rise, the last
     *     windows before at most the rest: it came with the deploy and stayed
     */
    record Regression(
            Duration warmUp,
            Duration window,
            int fewestBefore,
            int fewestAfter,
            Duration reach,
            double sameLoad,
            Duration sameHour,
            Duration near,
            double ratio,
            double ratioUnmatched,
            Duration least,
            double chance,
            double atOnce) {}

    /**
     * @param recent what is slow now is slow for at least this long
     * @param usual the time before that is the usual
     * @param fewest minutes of it that must be known
     * @param rise a latency that is this many times the usual is slow: more than a day's cycle makes
     * @param least and slower by at least this
     * @param deviations and by this many times its scatter
     * @param share a dependency explains it if its own rise is this share
     * @param correlation and if the two rose together: a dependency that was slow all along explains nothing
     * @param deepest so many services in a row are followed
     */
    record Bottleneck(
            Duration recent,
            Duration usual,
            int fewest,
            double rise,
            Duration least,
            double deviations,
            double share,
            double correlation,
            int deepest) {}

    /**
     * @param usedUp a resource with less room than this makes what comes wait (queueing theory: waiting grows as 1/(1-used))
     * @param room below this waiting hardly shows
     * @param shortest a burst, a start, a collection are over by then
     * @param most of the minutes that must be above {@code usedUp}: samples scatter
     * @param reach so far back it is looked for minutes with room
     * @param fewestWithRoom of which there must be so many
     * @param slower latency must be so many times that with room: a batch that nobody waits for may use everything
     * @param least and longer by at least this
     */
    record Saturation(
            double usedUp,
            double room,
            Duration shortest,
            double most,
            Duration reach,
            int fewestWithRoom,
            double slower,
            Duration least) {}

    /**
     * @param window within this time
     * @param times so often: one incident makes two or three
     * @param afterDeploy what happens this soon after a deploy belongs to it
     * @param together two within this time are one: a process that restarts is down for a moment
     */
    record Flapping(Duration window, int times, Duration afterDeploy, Duration together) {}

    /**
     * @param window of so much the median is taken
     * @param lasts so many windows in a row must be outside: a burst is not worth a word
     * @param days so many are looked at; the first of them must be known, being the same day of the week
     * @param fewestDays of which so many must be known
     * @param slack what comes this much earlier or later than on other days is usual
     * @param deviations so many times the scatter between days outside of what any day was
     * @param share and by at least this share of the usual; days that differ by less are like each other
     */
    record Anomaly(
            Duration window, int lasts, int days, int fewestDays, Duration slack, double deviations, double share) {}

    static final VerdictLimits DEFAULT = new VerdictLimits(
            new Leak(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(20),
                    48,
                    24,
                    1e-3,
                    0.05,
                    3,
                    1e9,
                    0.8,
                    0.5,
                    0.5,
                    0.08,
                    1,
                    Duration.ofDays(3),
                    0.05,
                    Duration.ofDays(30),
                    new Fast(Duration.ofMinutes(5), 12, 1, 0.65),
                    0.05,
                    1.5),
            new Regression(
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(10),
                    9,
                    4,
                    Duration.ofDays(3),
                    0.15,
                    Duration.ofMinutes(30),
                    Duration.ofHours(3),
                    1.25,
                    1.5,
                    Duration.ofMillis(2),
                    1e-4,
                    0.5),
            new Bottleneck(
                    Duration.ofMinutes(15), Duration.ofHours(24), 60, 1.5, Duration.ofMillis(20), 4, 0.5, 0.5, 8),
            new Saturation(
                    0.85, 0.7, Duration.ofMinutes(15), 0.9, Duration.ofHours(24), 30, 1.5, Duration.ofMillis(10)),
            new Flapping(Duration.ofHours(1), 4, Duration.ofMinutes(10), Duration.ofMinutes(2)),
            new Anomaly(Duration.ofMinutes(10), 3, 7, 5, Duration.ofMinutes(30), 2, 0.3));
}
