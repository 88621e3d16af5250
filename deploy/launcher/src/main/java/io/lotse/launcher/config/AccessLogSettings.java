package io.lotse.launcher.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a node writes down of its gateway's requests.
 *
 * @param file where to; null for stdout
 * @param combined whether lines have the combined format of Apache; else each is a JSON object
 * @param share how many of the requests, 0 to 1; errors and slow ones always are
 * @param slow from how long on a request is slow
 * @param query whether the query is written
 * @param size how much the files may take together, in bytes
 */
public record AccessLogSettings(Path file, boolean combined, double share, Duration slow, boolean query, long size) {}
