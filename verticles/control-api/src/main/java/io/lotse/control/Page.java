package io.lotse.control;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A page of a list.
 *
 * @param items what is on it
 * @param next the cursor of the next page; null, and said so in JSON, on the last
 */
record Page<T>(List<T> items, @JsonInclude(JsonInclude.Include.ALWAYS) String next) {}
