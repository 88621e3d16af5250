package io.lotse.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.ports.PortRange;
import io.lotse.meshview.EnvironmentLog;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentLogAppenderTest {
    @TempDir
    private Path folder;

    private final LoggerContext context = new LoggerContext();
    private Logger one;
    private Logger other;

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        EnvironmentLogAppender appender = new EnvironmentLogAppender(folder);
        appender.setContext(context);
        appender.start();
        context.getLogger(EnvironmentLog.LOGGERS).addAppender(appender);
        one = context.getLogger(EnvironmentLog.LOGGERS + ".pr-1");
        other = context.getLogger(EnvironmentLog.LOGGERS + ".pr-2");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesEachEnvironmentToAFileOfItsOwn() throws Exception {
        one.info("event=request status={}", 200);
        other.info("event=port_allocated port={}", 18_050);

        assertThat(Files.readString(folder.resolve("pr-1.log"))).matches("time=\\S+Z event=request status=200\n");
        assertThat(Files.readString(folder.resolve("pr-2.log"))).endsWith(" event=port_allocated port=18050\n");
    }

    @Test
    void removesTheFilesWithTheEnvironmentAndBeginsAnewWithTheNextOfThatName() throws Exception {
        Files.writeString(folder.resolve("pr-1.1.log"), "older\n");
        one.info("event=request");
        other.info("event=request");

        one.info(EnvironmentLog.LAST, "event=environment_removed");

        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactly("pr-2.log");
        }
        one.info("event=again");
        assertThat(Files.readString(folder.resolve("pr-1.log"))).endsWith("event=again\n");
    }

    @Test
    void isAskedForByTestEnvironmentsAlone() {
        PortRange ports = new PortRange(18_000, 18_049);
        for (EnvironmentKind kind : EnvironmentKind.values()) {
            Environment environment = new Environment("pr-1", kind, ports, false, Instant.EPOCH, null, null, null);
            assertThat(EnvironmentLog.of(environment) == null).isEqualTo(kind != EnvironmentKind.TEST);
        }
    }
}
