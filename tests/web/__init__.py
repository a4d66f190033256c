"""Tests of the HTTP side, over real HTTP where sockets matter."""
