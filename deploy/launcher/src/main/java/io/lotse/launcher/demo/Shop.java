package io.lotse.launcher.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.lotse.launcher.demo.Surroundings.ServiceProcess;

/** The services of the demo, each in a thread that starts it again when it dies. */
final class Shop {
    private static final Duration PAUSE_AFTER_DEATH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Surroundings surroundings;
    private final Path folder;
    private final Language second;
    private final Consumer<String> say;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, ServiceProcess> running = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param folder for scripts and logs
     * @param second in what those services are written that are not in Java
     * @param say hears who died and who came back
     */
    Shop(Surroundings surroundings, Path folder, Language second, Consumer<String> say) {
        this.surroundings = surroundings;
        this.folder = folder;
        this.second = second;
        this.say = say;
    }

    /** Starts a service at a node and keeps it running; returns when it is registered, with its endpoint. */
    String open(ServiceProgram service, DemoNode node) throws InterruptedException {
        Watch watch = new Watch(service, node);
        Thread thread = new Thread(watch::keep, "lotse-demo-" + service.name());
        thread.setDaemon(true);
        synchronized (running) {
            threads.add(thread);
        }
        thread.start();
        if (!watch.registered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || watch.endpoint == null) {
            throw new IllegalStateException(service.name() + " was not started; see " + watch.log());
        }
        return watch.endpoint;
    }

    /** One service through all its lives. */
    private final class Watch {
        private final ServiceProgram service;
        private final DemoNode node;
        private final CountDownLatch registered = new CountDownLatch(1);
        private volatile String endpoint;

        Watch(ServiceProgram service, DemoNode node) {
            this.service = service;
            this.node = node;
        }

        Path log() {
            return folder.resolve(service.name() + ".log");
        }

        void keep() {
            try {
                do {
                    int exitCode = life();
                    if (closing.getCount() > 0) {
                        say.accept(service.name() + " died (exit code " + exitCode + "): starting it again");
                    }
                } while (!closing.await(PAUSE_AFTER_DEATH.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                registered.countDown();
            }
        }

        private int life() {
            ServiceProcess process = surroundings.service(
                    node,
                    options(),
                    Language.of(service, second).command(service, node, folder, surroundings),
                    log(),
                    this::isRunning,
                    say);
            synchronized (running) {
                if (closing.getCount() == 0) {
                    return 0;
                }
                running.put(service.name(), process);
            }
            try {
                return process.run();
            } catch (RuntimeException e) {
                say.accept(service.name() + ": " + e.getMessage());
                return -1;
            }
        }

        private List<String> options() {
            List<String> options = new ArrayList<>(
                    List.of("--name", service.name(), "--id", service.id(), "--type", "demo", "--health", "/health"));
            if (!service.calls().isEmpty()) {
                options.addAll(List.of("--depends-on", String.join(",", service.dependencies())));
            }
            return options;
        }

        private void isRunning(String at) {
            boolean again = endpoint != null;
            endpoint = at;
            registered.countDown();
            if (again) {
                say.accept(service.name() + " is back, at " + at);
            }
        }
    }

    /** Ends all of them; returns when nothing of them runs. */
    void close() throws InterruptedException {
        closing.countDown();
        List<ServiceProcess> last;
        List<Thread> watching;
        synchronized (running) {
            last = new ArrayList<>(running.values());
            watching = new ArrayList<>(threads);
        }
        List<Thread> stopping =
                last.stream().map(process -> new Thread(process::stop)).toList();
        stopping.forEach(Thread::start);
        for (Thread thread : stopping) {
            thread.join(PATIENCE.toMillis());
        }
        for (Thread thread : watching) {
            thread.join(PATIENCE.toMillis());
        }
    }
}
