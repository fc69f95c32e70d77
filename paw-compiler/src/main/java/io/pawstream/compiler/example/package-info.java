/**
 * Examples of what a program is to answer, and the files they come from. {@link
 * io.pawstream.compiler.example.ExampleFile} is the entry point.
 */
@NullMarked
package io.pawstream.compiler.example;

import org.jspecify.annotations.NullMarked;
