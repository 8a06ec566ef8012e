package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.log.BuildListener;
import java.util.List;

/** Shows builds while they run. Closed when the last one has ended. */
interface Progress extends BuildListener, AutoCloseable {
    /** Shows nothing. */
    Progress SILENT = new Progress() {};

    /** A run begins. */
    default void run(String title) {}

    /** Whether it tells when a build will end. */
    default boolean foretells() {
        return false;
    }

    /** Builds of the same target that are over; what they took tells when the next will end. */
    default void earlier(List<Build> builds) {}

    /** Something worth a line: an image is pulled, the context is sent. */
    default void note(String text) {}

    @Override
    default void close() {}
}
