package dev.misstep.cli;

import dev.misstep.log.BuildListener;

/** Shows builds while they run. Closed when the last one has ended. */
interface Progress extends BuildListener, AutoCloseable {
    /** Shows nothing. */
    Progress SILENT = new Progress() {};

    /** A run begins. */
    default void run(String title) {}

    /** Something worth a line: an image is pulled, the context is sent. */
    default void note(String text) {}

    @Override
    default void close() {}
}
