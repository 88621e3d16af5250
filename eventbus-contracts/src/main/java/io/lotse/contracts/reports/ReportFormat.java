package io.lotse.contracts.reports;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How a report is written. */
@Doc("How a report is written.")
public enum ReportFormat {
    /** A page that needs nothing else. */
    @JsonProperty("html")
    HTML("html", "text/html; charset=utf-8"),
    @JsonProperty("md")
    MARKDOWN("md", "text/markdown; charset=utf-8"),
    /** A row for each finding, for spreadsheets. */
    @JsonProperty("csv")
    CSV("csv", "text/csv; charset=utf-8; header=present"),
    /** The {@link Report}. */
    @JsonProperty("json")
    JSON("json", "application/json");

    private final String suffix;
    private final String mediaType;

    ReportFormat(String suffix, String mediaType) {
        this.suffix = suffix;
        this.mediaType = mediaType;
    }

    /** The name in JSON, and the end of a file's name. */
    public String suffix() {
        return suffix;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The format of this name; empty for none. */
    public static Optional<ReportFormat> of(String suffix) {
        return Arrays.stream(values()).filter(f -> f.suffix.equals(suffix)).findFirst();
    }
}
