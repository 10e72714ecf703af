"""A study buddy: sessions kept with metadata, found by filter, counted for progress.

学习助手：按元数据保存、筛选和统计学习过程。
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fresh_store import fresh_store
from mem0 import Memory


class StudyBuddy:
    """Remembers what a student studied, asks about it, and tells how far things are."""

    def __init__(self) -> None:
        self.memory = Memory()

    def study_session(self, student_id: str, topic: str, content: str) -> None:
        """Keep what was studied."""
        self.memory.add(
            f"学习了 {topic}：{content}",
            user_id=student_id,
            metadata={
                "topic": topic,
                "session_date": datetime.now().isoformat(),
                "type": "study_session",
            },
        )

    def quiz_student(self, student_id: str, topic: str) -> list[str]:
        """Questions about what was studied of a topic."""
        materials = self.memory.search(
            f"topic:{topic}",
            user_id=student_id,
            filters={"metadata.type": "study_session"},
        )

        return self.generate_quiz_questions(materials)

    def generate_quiz_questions(self, materials: dict[str, Any]) -> list[str]:
        """One question for each piece of material."""
        return [f"请解释：{material['memory']}" for material in materials["results"]]

    def track_progress(self, student_id: str) -> dict[str, Any]:
        """How many sessions, about what."""
        sessions = self.memory.get_all(user_id=student_id, filters={"metadata.type": "study_session"})

        topics_studied: dict[str, int] = {}
        for session in sessions["results"]:
            topic = session["metadata"]["topic"]
            topics_studied[topic] = topics_studied.get(topic, 0) + 1

        return {
            "total_sessions": len(sessions["results"]),
            "topics_covered": len(topics_studied),
            "topic_frequency": topics_studied,
        }


def main() -> None:
    """Only study sessions count; what else the student tells is remembered but not counted."""
    with fresh_store():
        buddy = StudyBuddy()
        buddy.study_session("lin", "线性代数", "矩阵乘法满足结合律，但不满足交换律")
        buddy.study_session("lin", "线性代数", "行列式为零的矩阵不可逆")
        buddy.study_session("lin", "量子力学", "薛定谔方程描述波函数随时间的演化")
        buddy.memory.add("我喜欢在图书馆学习", user_id="lin")

        questions = buddy.quiz_student("lin", "量子力学")
        print("\n".join(questions))
        assert "薛定谔" in questions[0]
        assert not any("图书馆" in question for question in questions)

        progress = buddy.track_progress("lin")
        print(progress)
        assert progress == {
            "total_sessions": 3,
            "topics_covered": 2,
            "topic_frequency": {"线性代数": 2, "量子力学": 1},
        }


if __name__ == "__main__":
    main()
