/** What agents can do: skills, their versions and how well they worked. */
@NullMarked
package dev.cairn.skills;

import org.jspecify.annotations.NullMarked;
