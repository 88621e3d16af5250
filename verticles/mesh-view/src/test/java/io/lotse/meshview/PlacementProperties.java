package io.lotse.meshview;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever nodes with older and newer views claim, and whatever addresses a host gets and loses meanwhile: no two
 * instances of it hold the same port at addresses of which one contains the other.
 */
class PlacementProperties {
    private static final String HOST = "host-a";
    private static final int PORT = 8_000;

    /** Something that happens in the mesh. */
    private sealed interface Step {}

    /** A node whose view is so many revisions old registers an instance. */
    private record Register(String ip, int age) implements Step {}

    /** The oldest instance leaves. */
    private record Leave() implements Step {}

    /** The host has other addresses, or they are separate, or no more. */
    private record Facts(List<String> addresses, boolean separate) implements Step {}

    /** The ledger, with what each instance listens at. */
    private static final class Mesh {
        private final List<MeshSnapshot> snapshots = new ArrayList<>(List.of(MeshSnapshot.EMPTY));
        private final TreeMap<String, String> listening = new TreeMap<>();
        private int made;

        private MeshSnapshot now() {
            return snapshots.get(snapshots.size() - 1);
        }

        private void take(Step step) {
            if (step instanceof Register r) {
                register(r);
            } else if (step instanceof Facts f) {
                List<String> addresses = new ArrayList<>(f.addresses());
                addresses.add("127.0.0.1");
                put(LedgerKeys.host(HOST), new HostFacts(HOST, addresses, null, "Linux", f.separate()));
            } else if (!listening.isEmpty()) {
                String key = listening.firstKey();
                listening.remove(key);
                change(Samples.delete(now().revision() + 1, key));
            }
        }

        private void register(Register r) {
            MeshSnapshot known = snapshots.get(Math.max(0, snapshots.size() - 1 - r.age()));
            Placement place = Placement.of(r.ip(), "development", Protocol.TCP, HOST, known);
            String key = LedgerKeys.allocation(place.space(), Protocol.TCP, PORT);
            boolean free = isAbsent(key)
                    && place.rivals().stream()
                            .allMatch(space -> isAbsent(LedgerKeys.allocation(space, Protocol.TCP, PORT)));
            if (free && place.conditions().stream().allMatch(this::holds)) {
                put(key, new Allocation(place.space(), Protocol.TCP, null, "i-" + made++, Samples.NOON, true));
                listening.put(key, r.ip());
            }
        }

        private boolean isAbsent(String key) {
            return now().entry(key).isEmpty();
        }

        private boolean holds(Condition condition) {
            return now().entry(condition.key()).map(Entry::modRevision).orElse(0L) == condition.modRevision();
        }

        private void put(String key, Object value) {
            change(Samples.put(now().revision() + 1, key, value));
        }

        private void change(Change change) {
            snapshots.add(now().apply(List.of(change), change.revision()));
        }

        /** What is held on the host itself; an address that is no known host's is not said to be its. */
        private List<IpAddress> held() {
            return listening.entrySet().stream()
                    .filter(e -> Space.named(now().allocations().get(e.getKey()).space())
                            .host()
                            .equals(HOST))
                    .map(e -> IpAddress.of(e.getValue()))
                    .toList();
        }
    }

    @Property
    void noTwoHoldAPortAtAddressesThatContainEachOther(@ForAll("steps") List<Step> steps) {
        Mesh mesh = new Mesh();
        for (Step step : steps) {
            mesh.take(step);
            List<IpAddress> held = mesh.held();
            for (int i = 0; i < held.size(); i++) {
                for (int j = i + 1; j < held.size(); j++) {
                    assertThat(held.get(i).isWildcard()
                                    || held.get(j).isWildcard()
                                    || held.get(i).inKeys().equals(held.get(j).inKeys()))
                            .as("%s and %s after %s", held.get(i), held.get(j), steps)
                            .isFalse();
                }
            }
        }
    }

    @Property
    void aPortThatNobodyOfTheHostHoldsIsGivenToWhoKnowsAll(
            @ForAll("steps") List<Step> steps, @ForAll("ips") String ip) {
        Mesh mesh = new Mesh();
        steps.forEach(mesh::take);
        while (!mesh.listening.isEmpty()) {
            mesh.take(new Leave());
        }
        mesh.take(new Register(ip, 0));

        assertThat(mesh.listening).hasSize(1);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> register =
                Combinators.combine(ips(), Arbitraries.integers().between(0, 4)).as(Register::new);
        Arbitrary<Step> facts = Combinators.combine(
                        Arbitraries.of("10.0.0.1", "10.0.0.2", "fe80::1").list().ofMaxSize(3),
                        Arbitraries.of(true, true, false))
                .as(Facts::new);
        Arbitrary<Step> leave = Arbitraries.just(new Leave());
        return Arbitraries.oneOf(register, register, register, facts, leave)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<String> ips() {
        return Arbitraries.of(
                "127.0.0.1", "::1", "localhost", "10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2", "fe80::1", "0.0.0.0", "::");
    }
}
