package io.lotse.control;

/**
 * What is known of a service's API document.
 *
 * @param service the service's name
 * @param path where its instances serve the document
 * @param title what the document calls itself; null where it could not be had
 * @param version the version that the document gives; null where it could not be had
 * @param operations how many operations it has; null where it could not be had
 * @param problem why it could not be had, and what to do; null where it could
 */
record ServiceApi(String service, String path, String title, String version, Integer operations, String problem) {}
