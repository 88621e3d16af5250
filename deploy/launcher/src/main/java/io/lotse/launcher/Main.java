package io.lotse.launcher;

import io.vertx.core.Future;

import io.lotse.launcher.cli.Cli;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        SystemDefaults.apply();
        System.exit(Cli.commandLine(System.getenv(), config -> Future.failedFuture("there is no node yet"))
                .execute(arguments));
    }
}
