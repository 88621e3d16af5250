package io.lotse.supervisor;

import java.util.Optional;

import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;

/**
 * One service: what it is to be, and one step at a time from what it is to that. Touched by the supervisor's event loop
 * only.
 */
final class Supervised {
    private final Surroundings surroundings;
    private final Standing standing;
    private final Course course;

    Supervised(Means means, Surroundings surroundings, Kept kept) {
        this.surroundings = surroundings;
        this.standing = new Standing(means, kept);
        this.course = new Course(means, standing, surroundings, this::step);
    }

    // what it is

    Kept kept() {
        return standing.kept();
    }

    ServiceLog log() {
        return standing.log();
    }

    SupervisedState state() {
        return standing.state();
    }

    SupervisedService told() {
        return standing.told();
    }

    boolean isForgotten() {
        return !kept().wanted() && !isUnderWay();
    }

    private boolean isUnderWay() {
        return state().isRunning() || course.isBusy();
    }

    // what is asked of it

    /** It is to run, as this says. */
    void want(ServicesConfig.Service spec) {
        boolean other = !spec.equals(kept().spec());
        course.next(spec);
        if (isUnderWay()) {
            boolean again = other || state() == SupervisedState.STOPPING;
            standing.change(k -> k.wanted(true).restarting(k.restarting() || again));
        } else if (state() != SupervisedState.RESTARTING || other || course.isHeld()) {
            fresh();
        }
    }

    /** It is not to run. */
    void unwant() {
        standing.change(k -> k.wanted(false).restarting(false));
    }

    /** It is to be ended and started again. */
    void restart() {
        if (isUnderWay()) {
            standing.change(k -> k.wanted(true).restarting(true));
        } else {
            fresh();
        }
    }

    private void fresh() {
        course.begin();
        standing.change(k -> k.with(course.next())
                .wanted(true)
                .restarting(false)
                .completed(false)
                .restarts(0)
                .tries(null));
        standing.become(SupervisedState.WAITING, null);
    }

    // its steps

    /**
     * Goes on after the node came back.
     *
     * @param found its process; null if none runs
     */
    void resume(Proc found) {
        if (found != null) {
            course.adopt(found);
        } else if (!kept().wanted()) {
            standing.become(SupervisedState.STOPPED, null);
        } else if (kept().completed()) {
            standing.become(SupervisedState.COMPLETED, null);
        } else if (kept().restarting() || kept().process() == null) {
            standing.become(SupervisedState.WAITING, null);
        } else {
            course.miss();
        }
    }

    /** Takes the next step, if there is one to be taken now. */
    void step() {
        if (course.isBusy()) {
            return;
        }
        boolean wanted = kept().wanted();
        switch (state()) {
            case WAITING -> await();
            case RESTARTING -> {
                if (!wanted) {
                    course.rest(SupervisedState.STOPPED, null);
                }
            }
            case STARTING, READY -> {
                if (kept().restarting() || (!wanted && !surroundings.isNeeded(kept().name()))) {
                    course.stop();
                }
            }
            case COMPLETED, FAILED -> {
                if (!wanted) {
                    standing.become(SupervisedState.STOPPED, null);
                }
            }
            default -> {}
        }
    }

    private void await() {
        if (!kept().wanted()) {
            course.rest(SupervisedState.STOPPED, null);
            return;
        }
        Optional<String> missing = kept().spec().dependsOn().stream()
                .map(ServicesConfig.Dependency::service)
                .filter(name -> !isThere(surroundings.other(name)))
                .findFirst();
        if (missing.isPresent()) {
            Supervised other = surroundings.other(missing.get());
            standing.explain("waits for " + missing.get()
                    + (other == null
                            ? ", which is not there"
                            : ", which is " + other.state().wireName()));
        } else {
            course.start();
        }
    }

    private static boolean isThere(Supervised other) {
        return other != null && (other.state() == SupervisedState.READY || other.state() == SupervisedState.COMPLETED);
    }
}
