/** What an evaluation found out, as JSON and as a page. */
@NullMarked
package io.pawstream.eval.report;

import org.jspecify.annotations.NullMarked;
