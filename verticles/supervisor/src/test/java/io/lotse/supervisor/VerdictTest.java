package io.lotse.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {
    private static final Duration SHORT = Duration.ofMillis(10);

    private static RestartConfig.Restarts restarts(RestartConfig.Policy policy) {
        return RestartConfig.of(policy).begin(() -> 0, new Random(1));
    }

    private static Verdict afterEnd(RestartConfig.Policy policy, Integer code, String why) {
        return Verdict.afterEnd(policy, restarts(policy), code, SHORT, why);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO", "ON_FAILURE"})
    void oneThatEndsWithZeroHasDoneItsWork(RestartConfig.Policy policy) {
        assertThat(afterEnd(policy, 0, null)).isEqualTo(new Verdict.Completed("ended with exit code 0"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NO", "ON_FAILURE"})
    void oneThatEndsWithZeroForAReasonIsGivenUp(RestartConfig.Policy policy) {
        assertThat(afterEnd(policy, 0, "it went into the background"))
                .isEqualTo(new Verdict.GivenUp("it went into the background"));
    }

    @Test
    void oneThatIsAlwaysToRunIsStartedAgainAlsoAfterZero() {
        assertThat(afterEnd(RestartConfig.Policy.ALWAYS, 0, null))
                .isInstanceOfSatisfying(
                        Verdict.Again.class, again -> assertThat(again.what()).isEqualTo("ended with exit code 0"));
    }

    @Test
    void anEndThatNobodySawCountsAsAFailure() {
        assertThat(afterEnd(RestartConfig.Policy.ON_FAILURE, null, null))
                .isInstanceOfSatisfying(Verdict.Again.class, again -> assertThat(again.what())
                        .isEqualTo("ended while nobody could see with what"));
        assertThat(afterEnd(RestartConfig.Policy.NO, null, null))
                .isEqualTo(new Verdict.GivenUp("ended while nobody could see with what"));
    }

    @Test
    void saysTheReasonAndThePauseInsteadOfTheCode() {
        assertThat(new Verdict.Again("its port is taken", Duration.ofMillis(540)).detail())
                .isEqualTo("its port is taken: started again in 0.5 s");
    }

    @Test
    void oneThatEndsTooOftenIsGivenUpAndSaysThatItWasForThat() {
        RestartConfig.Restarts restarts = restarts(RestartConfig.Policy.ON_FAILURE);
        for (int i = 0; i < 10; i++) {
            assertThat(Verdict.afterEnd(RestartConfig.Policy.ON_FAILURE, restarts, 3, SHORT, null))
                    .isInstanceOf(Verdict.Again.class);
        }

        assertThat(Verdict.afterEnd(RestartConfig.Policy.ON_FAILURE, restarts, 3, SHORT, null))
                .isEqualTo(new Verdict.GivenUp("ended with exit code 3 once more: it did so too often"));
    }

    @Test
    void aStartThatCannotSucceedIsNotTriedAgain() {
        assertThat(Verdict.afterFailedStart(
                        restarts(RestartConfig.Policy.ALWAYS), new Spawner.Unstartable("there is no program")))
                .isEqualTo(new Verdict.GivenUp("there is no program"));
    }

    @Test
    void aStartThatTheMeshKeptUpIsTriedAgainWithoutCostingARestart() {
        RestartConfig.Restarts restarts = restarts(RestartConfig.Policy.NO);

        assertThat(Verdict.afterFailedStart(restarts, new ContractException(ProblemCode.NOT_READY, "no quorum")))
                .isEqualTo(new Verdict.Later("no quorum"));
    }

    @Test
    void aStartThatFailsForItsOwnReasonsCountsAsAFailure() {
        assertThat(Verdict.afterFailedStart(
                        restarts(RestartConfig.Policy.ON_FAILURE), new IOException("too many processes")))
                .isInstanceOf(Verdict.Again.class);
        assertThat(Verdict.afterFailedStart(
                        restarts(RestartConfig.Policy.NO),
                        new ContractException(ProblemCode.PORT_TAKEN, "port 80 is held by another")))
                .isEqualTo(new Verdict.GivenUp("port 80 is held by another"));
    }
}
