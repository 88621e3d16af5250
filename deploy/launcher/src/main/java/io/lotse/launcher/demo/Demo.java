package io.lotse.launcher.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@code lotse demo}: a mesh of three nodes with services and load, until it is closed. */
public final class Demo {
    private static final List<String> NODES = List.of("north", "east", "west");
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Surroundings surroundings;
    private final Path folder;
    private final Consumer<String> print;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Surroundings.NodeProcess> processes = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Language second;
    private final Shop shop;
    private Traffic traffic;

    /**
     * @param folder for the nodes' data and everybody's logs
     * @param print hears each line for people
     */
    public Demo(Surroundings surroundings, Path folder, Consumer<String> print) {
        this.surroundings = surroundings;
        this.folder = folder;
        this.print = print;
        this.second = Language.second(surroundings);
        this.shop = new Shop(surroundings, folder, second, this::sayWithTime);
    }

    /**
     * Starts everything, shows it, and returns when the time is over or it was closed meanwhile; all has ended then.
     *
     * @param duration null for no end
     * @throws IllegalStateException if a part does not start, with the reason
     */
    public void run(Duration duration) throws InterruptedException {
        try {
            print.accept("starting three nodes and five services; Ctrl-C ends them all");
            List<DemoNode> nodes = startNodes();
            DemoGuide guide = new DemoGuide(nodes, second, print);
            guide.showNodes();
            openShop(nodes, guide);
            if (closing.getCount() > 0) {
                guide.showWhatToLookAt();
                traffic.start();
                report(duration);
            }
        } catch (IllegalStateException e) {
            if (closing.getCount() > 0) {
                throw e;
            }
        } finally {
            close();
        }
    }

    /** The first founds, the others join it, both at once. */
    private List<DemoNode> startNodes() {
        List<DemoNode> nodes = new ArrayList<>();
        nodes.add(start(NODES.get(0), null).awaitReady());
        List<Surroundings.NodeProcess> joining = NODES.subList(1, NODES.size()).stream()
                .map(name -> start(name, nodes.get(0).cluster()))
                .toList();
        joining.forEach(process -> nodes.add(process.awaitReady()));
        return Collections.unmodifiableList(nodes);
    }

    private Surroundings.NodeProcess start(String name, String join) {
        synchronized (processes) {
            if (closing.getCount() == 0) {
                throw new IllegalStateException("closing");
            }
            Surroundings.NodeProcess process = surroundings.node(folder, name, join);
            processes.add(process);
            return process;
        }
    }

    private void openShop(List<DemoNode> nodes, DemoGuide guide) throws InterruptedException {
        traffic = new Traffic(nodes, tally);
        for (int i = 0; i < ServiceProgram.SHOP.size(); i++) {
            ServiceProgram service = ServiceProgram.SHOP.get(i);
            DemoNode node = nodes.get(i % nodes.size());
            guide.opened(service, node, shop.open(service, node));
        }
        guide.showServices();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (ServiceProgram service : ServiceProgram.SHOP) {
            while (!reaches(service.name()) && System.nanoTime() < end) {
                if (closing.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        }
    }

    private boolean reaches(String service) throws InterruptedException {
        try {
            return traffic.reaches(service)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            return false;
        }
    }

    private void report(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + (duration == null ? Long.MAX_VALUE / 2 : duration.toNanos());
        while (true) {
            long pause = Math.min(BETWEEN_LINES.toNanos(), end - System.nanoTime());
            if (closing.await(pause, TimeUnit.NANOSECONDS)) {
                return;
            }
            sayWithTime(tally.next());
            if (System.nanoTime() >= end) {
                return;
            }
        }
    }

    private void sayWithTime(String line) {
        print.accept(LocalTime.now(ZoneId.systemDefault()).format(TIME) + "  " + line);
    }

    /** Ends everything; a second call waits until the first is done. */
    public void close() throws InterruptedException {
        if (!beginsToClose()) {
            closed.await();
            return;
        }
        print.accept("ending the services and the nodes");
        if (traffic != null) {
            traffic.close();
        }
        shop.close();
        List<Surroundings.NodeProcess> newestFirst;
        synchronized (processes) {
            newestFirst = new ArrayList<>(processes);
        }
        Collections.reverse(newestFirst);
        // the founder has the ledger: it ends when the others have left
        for (int i = 0; i < newestFirst.size(); i++) {
            boolean founder = i == newestFirst.size() - 1;
            if (founder) {
                newestFirst.subList(0, i).forEach(Surroundings.NodeProcess::awaitEnd);
            }
            newestFirst.get(i).stop();
        }
        newestFirst.forEach(Surroundings.NodeProcess::awaitEnd);
        print.accept("ended: " + tally.total() + "; nothing of it runs any more");
        closed.countDown();
    }

    private boolean beginsToClose() {
        synchronized (processes) {
            boolean first = closing.getCount() > 0;
            closing.countDown();
            return first;
        }
    }
}
