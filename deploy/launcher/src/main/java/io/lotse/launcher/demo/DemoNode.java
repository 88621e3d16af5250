package io.lotse.launcher.demo;

/**
 * A node of the demo that is ready.
 *
 * @param gateway the gateway's URL
 * @param control the control API's URL
 * @param cluster where others join it, HOST:PORT
 * @param dns the port at which it answers DNS
 */
public record DemoNode(String name, String gateway, String control, String cluster, int dns) {}
