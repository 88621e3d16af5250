package io.lotse.launcher.cli;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MeshClientTest {
    private StandInControl first;
    private StandInControl second;

    @BeforeEach
    void setUp() throws IOException {
        first = new StandInControl();
        second = new StandInControl();
    }

    @AfterEach
    void tearDown() {
        first.close();
        second.close();
    }

    @Test
    void goesOnWithAMemberThatItsNodeNamed() {
        first.members = List.of(second);
        MeshClient mesh = knowing(first);
        ask(mesh);

        first.close();
        ask(mesh);

        assertThat(mesh.node()).isEqualTo(uri(second));
    }

    @Test
    void comesBackToItsFirstChoice() throws IOException {
        first.members = List.of(second);
        second.members = List.of(first);
        MeshClient mesh = knowing(first);
        ask(mesh);
        int port = first.port();
        first.close();
        ask(mesh);

        first = new StandInControl(port);
        mesh.lookAgain();
        ask(mesh);

        assertThat(mesh.node()).isEqualTo(uri(first));
    }

    @Test
    void learnsOfWhoJoinsLater() {
        MeshClient mesh = knowing(first);
        ask(mesh);
        first.members = List.of(second);
        mesh.lookAgain();
        ask(mesh);

        first.close();
        ask(mesh);

        assertThat(mesh.node()).isEqualTo(uri(second));
    }

    @Test
    void asksNoNodeOfAnotherMesh() {
        second.ledger = "two";
        MeshClient mesh = knowing(first, second);
        ask(mesh);
        first.close();

        assertThatThrownBy(() -> ask(mesh)).isInstanceOf(Unreachable.class);

        assertThat(second.heard("GET " + Paths.SERVICES)).isZero();
    }

    @Test
    void asksNoNodeOfAnotherMeshThatTookTheAddressOfItsOwn() throws IOException {
        MeshClient mesh = knowing(first);
        ask(mesh);
        int port = first.port();
        first.close();
        first = new StandInControl(port);
        first.ledger = "two";
        mesh.lookAgain();

        assertThatThrownBy(() -> ask(mesh)).isInstanceOf(Unreachable.class).hasMessageContaining("same mesh");

        assertThat(first.heard("GET " + Paths.SERVICES)).isZero();
    }

    private static MeshClient knowing(StandInControl... nodes) {
        List<URI> controls = Stream.of(nodes).map(MeshClientTest::uri).toList();
        return new MeshClient(() -> controls);
    }

    private static void ask(MeshClient mesh) {
        mesh.send("GET", Paths.SERVICES, null, Map.of());
    }

    private static URI uri(StandInControl node) {
        return URI.create(node.url());
    }
}
