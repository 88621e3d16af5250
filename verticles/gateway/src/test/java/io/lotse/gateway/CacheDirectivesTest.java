package io.lotse.gateway;

import java.util.List;
import java.util.Map;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What messages say of caching: RFC 9111, 5.2, RFC 9213 and RFC 9651. */
class CacheDirectivesTest {
    private static CacheDirectives parse(String... lines) {
        return CacheDirectives.parse(List.of(lines));
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    @Test
    void rfc9111_5_2_directivesAreNamedInAnyCase() {
        assertThat(parse("Max-Age=5, NO-STORE").seconds("max-age")).isEqualTo(5);
        assertThat(parse("Max-Age=5, NO-STORE").has("no-store")).isTrue();
    }

    @Test
    void rfc9111_5_2_argumentsMayBeTokensOrQuoted() {
        assertThat(parse("max-age=\"7\"").seconds("max-age")).isEqualTo(7);
    }

    @Test
    void rfc9111_5_2_3_unknownDirectivesAreLeftAside() {
        CacheDirectives read = parse("community=\"a, no-store, \\\"max-age=1\", , max-age=9");

        assertThat(read.has("no-store")).isFalse();
        assertThat(read.seconds("max-age")).isEqualTo(9);
    }

    @Test
    void rfc9111_5_2_severalLinesAreOneList() {
        assertThat(parse("public", "max-age=3").seconds("max-age")).isEqualTo(3);
    }

    @Test
    void rfc9111_4_2_1_theFirstOfTwoCounts() {
        assertThat(parse("max-age=3, max-age=900").seconds("max-age")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age", "max-age=", "max-age=x", "max-age=-5", "max-age=1.5", "max-age='5'"})
    void rfc9111_4_2_1_whatIsNoNumberOfSecondsIsStale(String said) {
        assertThat(parse(said).seconds("max-age")).isZero();
    }

    @Test
    void rfc9111_1_2_2_hugeNumbersDoNotOverflow() {
        assertThat(parse("max-age=99999999999999999999999").seconds("max-age")).isEqualTo(Integer.MAX_VALUE);
        assertThat(parse("max-age=9999999999").seconds("max-age")).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void tellsAbsentFromZero() {
        assertThat(parse("").seconds("max-age")).isEqualTo(-1);
        assertThat(parse("max-age=0").seconds("max-age")).isZero();
    }

    @Test
    void rfc9213_2_2_aTargetedFieldCountsAlone() {
        CacheDirectives read = CacheDirectives.ofAnswer(
                headers("Cache-Control", "no-store, s-maxage=1", "CDN-Cache-Control", "max-age=60"));

        assertThat(read.isTargeted()).isTrue();
        assertThat(read.has("no-store")).isFalse();
        assertThat(read.seconds("s-maxage")).isEqualTo(-1);
        assertThat(read.seconds("max-age")).isEqualTo(60);
    }

    @Test
    void rfc9213_2_2_theMoreSpecialTargetCountsFirst() {
        CacheDirectives read = CacheDirectives.ofAnswer(
                headers("CDN-Cache-Control", "max-age=60", "Lotse-Cache-Control", "max-age=5, must-revalidate"));

        assertThat(read.seconds("max-age")).isEqualTo(5);
        assertThat(read.has("must-revalidate")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "max-age=60,", "Max-Age=60", "max-age=60 no-store", "max-age=\"60", "=5", "a=;", "a=é"})
    void rfc9213_2_1_anEmptyOrMistakenTargetedFieldCountsForNothing(String targeted) {
        CacheDirectives read =
                CacheDirectives.ofAnswer(headers("Cache-Control", "max-age=7", "CDN-Cache-Control", targeted));

        assertThat(read.isTargeted()).isFalse();
        assertThat(read.seconds("max-age")).isEqualTo(7);
    }

    @Test
    void rfc9213_2_1_parametersSayNothing() {
        CacheDirectives read = CacheDirectives.ofAnswer(headers("CDN-Cache-Control", "max-age=60;no-store;x=\"y\""));

        assertThat(read.has("no-store")).isFalse();
        assertThat(read.seconds("max-age")).isEqualTo(60);
    }

    @Test
    void rfc9213_2_1_aNumberOfSecondsIsAnIntegerAndNothingElse() {
        assertThat(CacheDirectives.ofAnswer(headers("CDN-Cache-Control", "max-age=1.5"))
                        .seconds("max-age"))
                .isZero();
        assertThat(CacheDirectives.ofAnswer(headers("CDN-Cache-Control", "max-age=\"60\""))
                        .seconds("max-age"))
                .isZero();
        assertThat(CacheDirectives.ofAnswer(headers("CDN-Cache-Control", "no-store=?0, max-age=4"))
                        .has("no-store"))
                .isFalse();
    }

    @Test
    void rfc9651_4_2_2_readsMembersOfEachType() {
        Map<String, Object> read = StructuredDictionary.parse(List.of(
                "  a=1 ,\tb=-2.5, c=\"q\\\"\\\\\", d=to/k:en, e, f=?0, g=:aGk=:, h=(1 \"two\";x three);y=1, i=@1659578233, l=%\"f%c3%bc\"",
                "*j-k_l.m=5"));

        assertThat(read.get("a")).isEqualTo(1L);
        assertThat(read.get("b")).isEqualTo(-2.5);
        assertThat(read.get("c")).isEqualTo("q\"\\");
        assertThat(read.get("d")).isEqualTo("to/k:en");
        assertThat(read.get("e")).isEqualTo(true);
        assertThat(read.get("f")).isEqualTo(false);
        assertThat(read).containsKeys("g", "h", "i", "l");
        assertThat(read.get("*j-k_l.m")).isEqualTo(5L);
    }

    @Test
    void rfc9651_4_2_2_theLastOfTwoMembersCounts() {
        assertThat(StructuredDictionary.parse(List.of("a=1, a=2"))).containsExactly(Map.entry("a", 2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1,",
                "A=1",
                "a=1 b",
                ",",
                "a==1",
                "a=1.",
                "a=1.2345",
                "a=1234567890123456",
                "a=-",
                "a=\"x",
                "a=\"\\x\"",
                "a=\"\u0001\"",
                "a=?2",
                "a=:%:",
                "a=:aGk",
                "a=:=aGk=:",
                "a=%x",
                "a=%\"%C3%BC\"",
                "a=%\"%c3\"",
                "a=(1",
                "a=(1,2)",
                "a=1;",
                "a=1;B",
                "a=@1.5",
                "\ta=1",
                "a=1;;b"
            })
    void rfc9651_4_2_oneMistakeSpoilsTheField(String mistaken) {
        assertThatIllegalArgumentException().isThrownBy(() -> StructuredDictionary.parse(List.of(mistaken)));
    }
}
