package io.pawstream.runtime.store;

import io.pawstream.runtime.program.ProgramBundle;
import java.nio.file.Path;

/**
 * A program that is on this machine with its interpreter, both checked. Immutable; any thread.
 *
 * @param reference as it was asked for
 * @param program the program; its path is that of the file or the directory in the cache
 * @param pinned a reference to exactly this program, for example {@code <id>@sha256:…}: what to
 *     write into configuration, and what workers get
 * @param interpreter name of its interpreter
 * @param interpreterFile where its interpreter is
 * @param interpreterReference its interpreter for {@code PawOptions.withInterpreter}: the known
 *     name, or the file with its digest
 */
public record Prepared(
    String reference,
    ProgramBundle program,
    String pinned,
    String interpreter,
    Path interpreterFile,
    String interpreterReference) {}
