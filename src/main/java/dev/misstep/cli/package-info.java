/** One class a command, options as mixins, the console and the exit statuses. */
@NullMarked
package dev.misstep.cli;

import org.jspecify.annotations.NullMarked;
