package io.lotse.launcher;

import java.util.concurrent.CountDownLatch;

import io.lotse.launcher.cli.Cli;
import io.lotse.launcher.cli.ExitCode;
import io.lotse.launcher.node.Node;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        SystemDefaults.apply();
        int code = Cli.commandLine(System.getenv(), Node::start).execute(arguments);
        if (code != ExitCode.SERVES) {
            System.exit(code);
        }
        // here, where nothing holds the command line any more: a node has no use for it
        new CountDownLatch(1).await();
    }
}
