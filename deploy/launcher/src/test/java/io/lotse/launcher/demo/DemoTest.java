package io.lotse.launcher.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DemoTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final List<String> started = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void anInterruptWhileItStartsEndsWhatRunsTheFounderLast() throws Exception {
        Demo demo = new Demo(new SlowSurroundings(), folder, said::add);
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                demo.run(null);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> started.size() == 3);

        demo.close();

        run.get(60, SECONDS);
        assertThat(ended).containsExactlyInAnyOrder("north", "east", "west").endsWith("north");
        assertThat(said.get(said.size() - 1)).startsWith("ended: ").endsWith("nothing of it runs any more");
    }

    /** The founder is ready at once, the others never. */
    private final class SlowSurroundings implements Surroundings {
        @Override
        public NodeProcess node(Path home, String name, String join) {
            started.add(name);
            return new SlowNode(name, join == null);
        }

        @Override
        public ServiceProcess service(
                DemoNode node,
                List<String> options,
                List<String> command,
                Path log,
                Consumer<String> running,
                Consumer<String> complain) {
            throw new AssertionError("no service is to be started");
        }

        @Override
        public List<String> lotse(String... arguments) {
            return List.of();
        }

        @Override
        public Optional<Path> program(String name) {
            return Optional.empty();
        }
    }

    private final class SlowNode implements Surroundings.NodeProcess {
        private final String name;
        private final boolean ready;
        private final CountDownLatch stopped = new CountDownLatch(1);

        SlowNode(String name, boolean ready) {
            this.name = name;
            this.ready = ready;
        }

        @Override
        public DemoNode awaitReady() {
            if (!ready) {
                awaitEnd();
                throw new IllegalStateException(name + " ended");
            }
            return new DemoNode(name, "http://127.0.0.1:1", "http://127.0.0.1:2", "127.0.0.1:3", 4);
        }

        @Override
        public void stop() {
            ended.add(name);
            stopped.countDown();
        }

        @Override
        public void awaitEnd() {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
