/** Mails are triaged, and those that cannot wait routed to a team. */
@NullMarked
package io.pawstream.jobs.example.mail;

import org.jspecify.annotations.NullMarked;
