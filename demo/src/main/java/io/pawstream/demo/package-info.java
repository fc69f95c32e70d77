/** A broker and a worker of Kafka on this machine, to see messages labelled without having any. */
@NullMarked
package io.pawstream.demo;

import org.jspecify.annotations.NullMarked;
