/**
 * An application with Spring AI that learns in one process, and uses what it learned in another.
 */
package dev.cairn.examples.spring;
