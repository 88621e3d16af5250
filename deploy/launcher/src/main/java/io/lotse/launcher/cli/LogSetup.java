package io.lotse.launcher.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;

import io.lotse.meshview.EnvironmentLog;

/**
 * Sets Logback up, in code because reading XML would take a tenth of a second of every start: a node logs to its data
 * folder, and warnings go to stderr too; other commands tell warnings alone.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** The folder of the log file; not set for a command that is no node. */
    static final String FOLDER = "lotse.log-folder";

    /** Switches the warnings on stderr off: {@code false} for a node in the background. */
    static final String STDERR = "lotse.log-stderr";

    /** The level of what Lotse itself says. */
    static final String LEVEL = "lotse.log-level";

    static final String FILE = "lotse.log";

    /** The folder of the environments' logs, in that of the log. */
    static final String ENVIRONMENTS = "environments";

    private static final String NAME = "lotse";
    private static final String LINE =
            "time=%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} level=%level logger=%logger{20} thread=%thread %msg%n";
    private static final int QUEUED_LINES = 8192;

    private static final FileSize SIZE = FileSize.valueOf("10MB");
    private static final int FILES = 5;
    private static final Set<String> TALKATIVE = Set.of("com.hazelcast", "org.apache.ratis", "io.netty", "io.grpc");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        context.getLogger("io.lotse").setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
        // Vert.x registers each gauge of a pool once more for each of its owners
        context.getLogger("io.micrometer").setLevel(Level.ERROR);
        // and says here that a collector does not answer
        context.getLogger("io.micrometer.registry.otlp").setLevel(Level.WARN);
        // Kubernetes' client says each try that fails; the room says it once, and in words
        context.getLogger("io.fabric8").setLevel(Level.OFF);
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            context.getStatusManager().add(new LogTrouble(System.err, Clock.systemUTC()));
            root.addAppender(rolling(context, Path.of(folder), NAME, LINE));
            logOfEnvironments(context, Path.of(folder).resolve(ENVIRONMENTS));
            // Ratis's gRPC speaks to the JDK's logger, which writes to stderr
            java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
        }
        if (!"false".equals(System.getProperty(STDERR))) {
            root.addAppender(stderr(context));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Environments that are tried out say much: what does not fit the queue is left out, and no event loop waits. */
    private static void logOfEnvironments(LoggerContext context, Path folder) {
        EnvironmentLogAppender files = new EnvironmentLogAppender(folder);
        files.setContext(context);
        files.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUED_LINES);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(files);
        queue.start();
        ch.qos.logback.classic.Logger logger = context.getLogger(EnvironmentLog.LOGGERS);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(queue);
    }

    /** A log NAME.log, which becomes NAME.1.log when it is large, and so on; the oldest goes. */
    static Appender<ILoggingEvent> rolling(LoggerContext context, Path folder, String name, String pattern) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(folder.resolve(name + ".log").toString());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(folder.resolve(name + ".%i.log").toString());
        window.setMinIndex(1);
        window.setMaxIndex(FILES - 1);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(SIZE);
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        return started(context, appender, pattern);
    }

    private static Appender<ILoggingEvent> stderr(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel(Level.WARN.levelStr);
        warnings.start();
        appender.addFilter(warnings);
        appender.addFilter(new NotTheCommandLine());
        return started(context, appender, "lotse: %level %msg%n%nopex");
    }

    /** What the command line logs it tells people too, in its own words. */
    private static final class NotTheCommandLine extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            return event.getLoggerName().startsWith(LogSetup.class.getPackageName())
                    ? FilterReply.DENY
                    : FilterReply.NEUTRAL;
        }
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
