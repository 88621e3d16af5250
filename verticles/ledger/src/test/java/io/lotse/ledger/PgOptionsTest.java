package io.lotse.ledger;

import java.util.List;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import org.junit.jupiter.api.Test;

import io.lotse.ledger.LedgerConfig.Postgres;
import io.lotse.ledger.LedgerConfig.PostgresUri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PgOptionsTest {
    @Test
    void everyPartOfTheUriCounts() {
        PgConnectOptions options =
                PgOptions.parse("postgresql://lotse:s%40crets@db.example:5433/ledger?sslmode=require&search_path=x");
        assertThat(options.getHost()).isEqualTo("db.example");
        assertThat(options.getPort()).isEqualTo(5433);
        assertThat(options.getUser()).isEqualTo("lotse");
        assertThat(options.getPassword()).isEqualTo("s@crets");
        assertThat(options.getDatabase()).isEqualTo("ledger");
        assertThat(options.getSslMode()).isEqualTo(SslMode.REQUIRE);
        assertThat(options.getSslOptions().isTrustAll()).isTrue();
    }

    @Test
    void aPasswordThatIsNotGivenIsNone() {
        assertThat(PgOptions.parse("postgres://lotse@db/ledger").getPassword()).isEmpty();
        assertThat(PgOptions.parse("postgres://db/ledger?user=lotse&password=p").getPassword())
                .isEqualTo("p");
    }

    @Test
    void aCertificateIsLookedAtWhereTheModeSaysSo() {
        PgConnectOptions full = PgOptions.parse("postgres://u:p@db/l?sslmode=verify-full&sslrootcert=/etc/ca.pem");
        assertThat(full.getSslOptions().isTrustAll()).isFalse();
        assertThat(full.getSslOptions().getTrustOptions()).isNotNull();
        assertThat(full.getSslOptions().getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
        assertThatThrownBy(() -> PgOptions.parse("postgres://u:p@db/l?sslmode=verify-ca"))
                .hasMessageContaining("sslrootcert=FILE");
    }

    @Test
    void nothingThatIsSaidOfAUriHoldsItsPassword() {
        List<String> mistaken = List.of(
                "postgresql://lotse:hunter2@db",
                "postgresql://db/ledger?password=hunter2",
                "mysql://lotse:hunter2@db/ledger",
                "postgresql://lotse:hunter2 @db/ledger",
                "postgresql://lotse:hunter2@db:99999/ledger",
                "postgresql://lotse:hunter2@db/ledger?sslmode=hunter2",
                "postgresql://lotse:hunter2:hunter2@db/ledger",
                "postgresql://lotse:hunter2@db/ledger?hunter2",
                "lotse:hunter2");
        assertThat(mistaken).allSatisfy(uri -> assertThatThrownBy(() -> new PostgresUri(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
                .hasNoCause()
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2")));
        assertThat(new Postgres(new PostgresUri("postgresql://lotse:hunter2@[::1]:5433/ledger"), true).toString())
                .contains("[::1]:5433/ledger")
                .doesNotContain("hunter2");
    }
}
