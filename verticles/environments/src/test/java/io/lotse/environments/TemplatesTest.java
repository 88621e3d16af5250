package io.lotse.environments;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.environments.Template;
import io.lotse.contracts.environments.TemplateApplication;
import io.lotse.contracts.environments.TemplateOutcome;
import io.lotse.contracts.registry.InstanceStatus;

import static org.assertj.core.api.Assertions.assertThat;

class TemplatesTest {
    @RegisterExtension
    static final EnvironmentsFixture room = new EnvironmentsFixture();

    static List<String> names() {
        return TemplateStore.NAMES;
    }

    @Test
    void saysWhatEachIsFor() {
        assertThat(room.call(EnvironmentsContract.TEMPLATES, Empty.EMPTY).items())
                .allSatisfy(template -> {
                    assertThat(template.purpose()).endsWith(".");
                    assertThat(template.parameters()).allMatch(p -> p.meaning() != null && p.byDefault() != null);
                })
                .extracting(Template::name)
                .containsExactlyElementsOf(names());
    }

    @ParameterizedTest
    @MethodSource("names")
    void isValidAndAppliedTwiceChangesNothingMore(String name) {
        TemplateOutcome told = apply(name, Map.of(), true);
        assertThat(told.applied()).isFalse();
        assertThat(room.view().snapshot().entries()).noneMatch(e -> e.key().startsWith("config/"));

        TemplateOutcome first = apply(name, Map.of(), false);
        long revision = room.view().snapshot().revision();
        TemplateOutcome second = apply(name, Map.of(), false);

        assertThat(first.differences()).isEqualTo(told.differences()).isNotEmpty();
        assertThat(second.differences()).isEmpty();
        assertThat(second.created()).isEmpty();
        assertThat(room.view().snapshot().revision()).isEqualTo(revision);
    }

    @Test
    void createsAsManyEnvironmentsAsAreMissing() {
        assertThat(apply("shared-test-host", Map.of("slots", "2", "prefix", "team"), false)
                        .created())
                .containsExactly("team-1 18000-18049", "team-2 18050-18099");
        assertThat(apply("shared-test-host", Map.of("slots", "3", "prefix", "team"), false)
                        .created())
                .containsExactly("team-3 18100-18149");
    }

    @Test
    void writesTheFilesOfThreeNodes() {
        TemplateOutcome outcome = apply("three-nodes", Map.of("n2", "192.0.2.7"), true);

        assertThat(outcome.files())
                .hasSize(3)
                .allMatch(file -> file.text().contains("n2: 192.0.2.7:5801")
                        && !file.text().contains("${"));
        assertThat(outcome.files().get(1).text()).contains("name: n2\naddress: 192.0.2.7\n");
    }

    @Test
    void changesNothingWhereAPortIsInUse() {
        room.register("db", "development", null, 25_432, InstanceStatus.ACTIVE);

        ContractException refused = room.failure(
                EnvironmentsContract.APPLY_TEMPLATE,
                new TemplateApplication("single-machine", Map.of("reserved", "25432"), false));

        assertThat(refused.code()).isEqualTo(ProblemCode.PORTS_IN_USE);
        assertThat(room.view().snapshot().config("development").revision()).isZero();
    }

    @Test
    void namesTheParametersThereAre() {
        assertThat(room.failure(
                        EnvironmentsContract.APPLY_TEMPLATE,
                        new TemplateApplication("single-machine", Map.of("wep", "1"), false)))
                .hasMessageContaining(
                        "parameters.wep: is no parameter of single-machine: it has reserved, web, web_last");
        assertThat(room.failure(
                                EnvironmentsContract.APPLY_TEMPLATE,
                                new TemplateApplication("nothing", Map.of(), false))
                        .code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    private static TemplateOutcome apply(String name, Map<String, String> parameters, boolean dryRun) {
        return room.call(EnvironmentsContract.APPLY_TEMPLATE, new TemplateApplication(name, parameters, dryRun));
    }
}
