package dev.misstep.cli;

import java.util.List;
import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class Version implements IVersionProvider {
    /** What asks for it. */
    static final List<String> OPTIONS = List.of("-V", "--version");

    @Override
    public String[] getVersion() {
        return new String[] {sentence()};
    }

    /** {@code misstep 1.2.0}. */
    static String sentence() {
        return "misstep " + number();
    }

    /** {@code 1.2.0}. */
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }
}
