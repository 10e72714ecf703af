"""Stand-ins for the packages that need a microphone and loudspeakers.

没有麦克风和扬声器时的替身模块。
"""
