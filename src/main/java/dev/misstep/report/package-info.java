/** Records to text, JSON, HTML and charts: one class a format. */
@NullMarked
package dev.misstep.report;

import org.jspecify.annotations.NullMarked;
