package io.lotse.launcher;

import io.lotse.launcher.cli.Cli;
import io.lotse.launcher.node.Node;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        SystemDefaults.apply();
        System.exit(Cli.commandLine(System.getenv(), Node::start).execute(arguments));
    }
}
