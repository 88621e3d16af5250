package io.lotse.hostagent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.host.OwnerProcess;
import io.lotse.hostagent.ProcessTable.Presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ProcessTableTest {
    private final ProcessTable table = ProcessTable.ofThisSystem();
    private Process process;

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private OwnerProcess start(String serviceId) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("LOTSE_SERVICE_ID", serviceId);
        process = builder.start();
        return table.identify(process.pid()).orElseThrow();
    }

    @Test
    void anOwnerThatIsStoppedIsThere() throws Exception {
        OwnerProcess owner = start("a");
        new ProcessBuilder("kill", "-STOP", Long.toString(owner.pid())).start().waitFor();

        assertThat(table.presence(owner)).isEqualTo(Presence.ALIVE);
    }

    @Test
    void anOwnerThatWasKilledIsGone() throws Exception {
        OwnerProcess owner = start("a");
        process.destroyForcibly().waitFor();

        await().until(() -> table.presence(owner) == Presence.GONE);
        assertThat(table.identify(owner.pid())).isEmpty();
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTheOwner() throws Exception {
        OwnerProcess owner = start("a");
        String[] mark = owner.mark().split("/", -1);

        assertThat(table.presence(with(owner, mark[0] + "/" + mark[1] + "/1")))
                .as("one that started at another time")
                .isEqualTo(Presence.GONE);
        assertThat(table.presence(with(owner, "another-boot/" + mark[1] + "/" + mark[2])))
                .as("one of an earlier boot")
                .isEqualTo(Presence.GONE);
    }

    @Test
    void nothingIsKnownOfAProcessOfAnotherNamespace() throws Exception {
        OwnerProcess owner = start("a");
        String[] mark = owner.mark().split("/", -1);

        assertThat(table.presence(with(owner, mark[0] + "/42/" + mark[2]))).isEqualTo(Presence.UNKNOWN);
        assertThat(table.presence(with(owner, "nonsense"))).isEqualTo(Presence.UNKNOWN);
    }

    @Test
    void aZombieIsGoneButNotOneWhoseThreadsGoOn() throws Exception {
        OwnerProcess owner = new ProcProcessTable(proc("Z", 1)).identify(7).orElseThrow();

        assertThat(new ProcProcessTable(folder).presence(owner)).isEqualTo(Presence.GONE);

        Files.createDirectories(folder.resolve("7/task/8"));
        assertThat(new ProcProcessTable(folder).presence(owner)).isEqualTo(Presence.ALIVE);
    }

    @Test
    void whereProcessesAreHiddenOneThatIsNotSeenIsNotProvedGone() throws Exception {
        OwnerProcess owner = new ProcProcessTable(proc("S", 1)).identify(7).orElseThrow();
        Files.delete(folder.resolve("7/stat"));
        assertThat(new ProcProcessTable(folder).presence(owner)).isEqualTo(Presence.UNKNOWN);

        Files.createDirectories(folder.resolve("1"));
        assertThat(new ProcProcessTable(folder).presence(owner)).isEqualTo(Presence.GONE);
    }

    @Test
    void findsWhatIsLeftOfAnInstance() throws Exception {
        OwnerProcess owner = start("orders-4711");

        await().until(() -> table.withDescendants(Set.of("orders-4711", "nobody")), Set.of("orders-4711")::equals);
        assertThat(table.startedFor(owner.pid())).contains("orders-4711");
        process.destroyForcibly().waitFor();
        await().until(() -> table.withDescendants(Set.of("orders-4711")).isEmpty());
    }

    @Test
    void knowsContainersByTheirControlGroups() {
        String id = "0123456789ab".repeat(5) + "0123";

        assertThat(Containers.in("0::/system.slice/docker-" + id + ".scope")).contains("0123456789ab");
        assertThat(Containers.in("0::/user.slice/session-3.scope")).isEmpty();
    }

    private static OwnerProcess with(OwnerProcess owner, String mark) {
        return new OwnerProcess(owner.pid(), owner.startedAt(), mark);
    }

    /** A /proc of one process, number 7, whose name is made to mislead. */
    private Path proc(String state, int threads) throws IOException {
        Files.createDirectories(folder.resolve("7/task"));
        for (int i = 0; i < threads; i++) {
            Files.createDirectories(folder.resolve("7/task/" + (7 + i)));
        }
        Files.writeString(
                folder.resolve("7/stat"),
                "7 (a) R (b) " + state + " 1 7 7 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 4242 0 0\n");
        Files.createDirectories(folder.resolve("sys/kernel/random"));
        Files.writeString(folder.resolve("sys/kernel/random/boot_id"), "boot\n");
        Files.createDirectories(folder.resolve("self/ns"));
        Files.createSymbolicLink(folder.resolve("self/ns/pid"), Path.of("pid:[4026531836]"));
        return folder;
    }
}
