package io.lotse.launcher.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.launcher.demo.DemoService;

/** {@code lotse demo-service}: a service of the demo. */
@Command(name = "demo-service", hidden = true, header = "Run a service of the demo at $HOST and $PORT.")
final class DemoServiceCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Parameters(paramLabel = "NAME")
    private String name;

    @Option(names = "--gateway", required = true, paramLabel = "URL")
    private URI gateway;

    @Option(names = "--calls", split = ",", paramLabel = "SERVICE")
    private List<String> calls = List.of();

    @Option(names = "--slow-every", paramLabel = "N")
    private int slowEvery;

    @Option(names = "--lifetime", paramLabel = "SECONDS")
    private long lifetime;

    DemoServiceCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> named =
                calls.stream().filter(service -> !service.isEmpty()).toList();
        try {
            new DemoService(name, gateway, named, slowEvery)
                    .listen(environment.get("HOST"), Integer.parseInt(environment.get("PORT")))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new Refusal(name + " does not listen: " + e.getCause().getMessage());
        }
        new CountDownLatch(1).await(lifetime == 0 ? Long.MAX_VALUE : lifetime, TimeUnit.SECONDS);
        return ExitCode.REFUSED;
    }
}
