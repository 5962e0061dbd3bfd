"""What tools around HTTP see of this client; each module is skipped where its tool is not installed (extra `tools`)."""
