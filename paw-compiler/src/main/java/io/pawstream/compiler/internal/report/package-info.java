/** Reports for people and programs. */
@NullMarked
package io.pawstream.compiler.internal.report;

import org.jspecify.annotations.NullMarked;
