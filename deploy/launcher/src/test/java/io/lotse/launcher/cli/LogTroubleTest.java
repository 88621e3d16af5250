package io.lotse.launcher.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogTroubleTest {
    @TempDir
    private Path folder;

    /** Every write to Linux' /dev/full fails as on a disk without room. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aLogOnAFullDiskIsToldOfOnceAndKeepsNobodyFromWork() throws IOException {
        Path full = Files.createSymbolicLink(folder.resolve("lotse.log"), Path.of("/dev/full"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.getStatusManager()
                .add(new LogTrouble(new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC()));
        Logger logger = context.getLogger("a");
        logger.addAppender(LogSetup.rolling(context, folder, "lotse", "%msg%n"));

        for (int i = 0; i < 1000; i++) {
            logger.info("event={}", i);
        }

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("lotse: a log cannot be written, and what is said meanwhile is lost: ")
                .contains("lotse.log", "No space left on device", "make room");
        context.stop();
        Files.delete(full);
    }
}
