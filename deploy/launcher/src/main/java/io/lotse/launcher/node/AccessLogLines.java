package io.lotse.launcher.node;

import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;

import io.lotse.gateway.GatewayConfig;
import io.lotse.launcher.config.AccessLogSettings;

/** Takes the lines of the gateway's access log to where they were wished: Logback turns the files over. */
final class AccessLogLines {
    private static final String LOGGER = "lotse.access";
    /** Of the share of the disk a fifth is the file that is written to. */
    private static final int FILES = 5;

    private static final int DAYS = 30;

    private AccessLogLines() {}

    /** What the gateway is told; null for no access log. */
    static GatewayConfig.AccessLog rule(AccessLogSettings settings) {
        return settings == null
                ? null
                : new GatewayConfig.AccessLog(
                        settings.combined(), settings.share(), settings.slow(), settings.query(), open(settings));
    }

    /** Opens the file, or stdout. */
    static Consumer<String> open(AccessLogSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        OutputStreamAppender<ILoggingEvent> appender =
                settings.file() == null ? new ConsoleAppender<>() : file(context, settings);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger logger = context.getLogger(LOGGER);
        logger.detachAndStopAllAppenders();
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        return logger::info;
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, AccessLogSettings settings) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(settings.file().toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(settings.file() + ".%d{yyyy-MM-dd}.%i");
        policy.setMaxFileSize(new FileSize(settings.size() / FILES));
        policy.setTotalSizeCap(new FileSize(settings.size() / FILES * (FILES - 1)));
        // without one Logback would not look at the sizes
        policy.setMaxHistory(DAYS);
        policy.setCleanHistoryOnStart(true);
        policy.start();
        appender.setRollingPolicy(policy);
        return appender;
    }
}
