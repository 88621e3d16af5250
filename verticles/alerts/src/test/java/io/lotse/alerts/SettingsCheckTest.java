package io.lotse.alerts;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.alerts.AlertSettings;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsCheckTest {
    private static java.util.List<String> mistakes(String json) {
        return SettingsCheck.errors(ContractCodec.decode(new JsonObject(json), AlertSettings.class)).stream()
                .map(FieldError::field)
                .toList();
    }

    @Test
    void takesWhatLotseComesWith() {
        assertThat(SettingsCheck.errors(AlertSettings.NONE)).isEmpty();
        assertThat(SettingsCheck.errors(BuiltIn.SETTINGS)).isEmpty();
    }

    @Test
    void tellsEachMistake() {
        assertThat(
                        mistakes(
                                """
                        {"rules": [{"name": "A!", "match": [{"label": "", "pattern": "("}], "after": -1}],
                         "channels": [{"name": "a", "kind": "webhook", "url": "ftp://x"},
                                      {"name": "a", "kind": "email", "mail": {"host": "h", "from": "f", "to": [], "user": "u"}},
                                      {"name": "b", "kind": "slack", "url": "https://u:p@h/"}],
                         "routes": [{"name": "r", "channels": ["zz"], "escalate_after": 5}],
                         "inhibitions": [{"source": [], "target": []}],
                         "flapping": {"changes": 1}, "give_up_after": 99999999}
                        """))
                .containsExactlyInAnyOrder(
                        "rules[0].name",
                        "rules[0].kind",
                        "rules[0].match[0].label",
                        "rules[0].match[0].pattern",
                        "rules[0].after",
                        "channels[0].url",
                        "channels[1].name",
                        "channels[1].mail.to",
                        "channels[1].mail.from",
                        "channels[1].mail.password",
                        "channels[2].url",
                        "routes[0].channels[0]",
                        "routes[0].escalate_to",
                        "inhibitions[0].source",
                        "inhibitions[0].target",
                        "flapping.changes",
                        "give_up_after");
    }
}
