package io.lotse.hostagent;

import java.util.Locale;

import oshi.spi.SystemInfoProvider;

/** What is special about the operating system this runs on. */
final class Systems {
    private Systems() {}

    static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }

    /** OSHI, loaded when first asked for, since that takes a while. */
    static SystemInfoProvider oshi() {
        return Oshi.SYSTEM;
    }

    private static final class Oshi {
        /** On Linux from /proc alone, which spares loading native code. */
        static final SystemInfoProvider SYSTEM = isLinux() ? new oshi.nativefree.SystemInfo() : new oshi.SystemInfo();
    }
}
